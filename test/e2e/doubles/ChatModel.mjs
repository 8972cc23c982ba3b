import fastify from 'fastify';

/**
 * @typedef {object} ChatRequest
 * @property {{ role: string, content: string }[]} messages
 * @property {{ function: { name: string, parameters: { properties?: object } } }[]} [tools]
 * @property {boolean} [stream]
 *
 * @typedef {import('fastify').FastifyRequest<{ Body: ChatRequest }>} Posted
 *
 * @typedef {object} Message what it answers
 * @property {'assistant'} role
 * @property {string | null} content
 * @property {object[]} [tool_calls]
 */

/**
 * A chat model in OpenAI's language, on 127.0.0.1. It calls the tool that it is told to, then answers with the names that
 * the tool gave.
 */
export class ChatModel {
	/** Requests as they came in. @type {ChatRequest[]} */
	received = [];

	/** The tool that it calls; may be one that it is not given. @type {string} */
	toolName = '';

	/** What it fills in when it calls the tool; parameters that are not here it leaves blank. @type {object} */
	toolArguments = {};

	/** Where it is, once it was started. */
	url = '';

	#server = fastify({ forceCloseConnections: true });

	/** Starts one on a free port. */
	static async start() {
		const model = new ChatModel();
		const server = model.#server;
		server.get('/v1/models', async () => ({ data: [{ id: 'gpt-4.1-mini', object: 'model' }] }));
		server.post('/v1/chat/completions', async (/** @type {Posted} */ { body }, reply) => {
			model.received.push(body);
			const message = model.#next(body);
			if (!body.stream) return completion('message', message);
			return await reply.type('text/event-stream').send(asStream(message));
		});
		model.url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/v1`;
		return model;
	}

	async stop() {
		await this.#server.close();
	}

	/** The tools that it was given: their names and what it may fill in, by the names of both. */
	get tools() {
		const { tools = [] } = this.received[0] ?? {};
		return Object.fromEntries(
			tools.map(({ function: { name, parameters } }) => [
				name,
				Object.keys(parameters.properties ?? {}).sort(),
			]),
		);
	}

	/** What the tool gave, as the model was told it. */
	get toolAnswer() {
		return this.received.at(-1)?.messages.findLast(({ role }) => role === 'tool')?.content;
	}

	/**
	 * @param {ChatRequest} request
	 * @returns {Message}
	 */
	#next({ messages, tools = [] }) {
		const last = messages.at(-1);
		if (last?.role === 'tool') return { role: 'assistant', content: answerFrom(last.content) };

		const given = tools.find(({ function: { name } }) => name === this.toolName);
		const fields = Object.keys(given?.function.parameters.properties ?? {});
		const blank = Object.fromEntries(fields.map((name) => [name, '']));
		const args = JSON.stringify({ ...blank, ...this.toolArguments });
		const call = { name: this.toolName, arguments: args };
		return {
			role: 'assistant',
			content: null,
			tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: call }],
		};
	}
}

/** @param {string} content */
function answerFrom(content) {
	const names = [...String(content).matchAll(/"Name":\s*"([^"]*)"/g)].map(([, name]) => name);
	return names.length > 0 ? `There are these: ${names.join(', ')}.` : 'There are none.';
}

/**
 * @param {'message' | 'delta'} part
 * @param {Message} message
 * @param {object} [more]
 */
function completion(part, message, more = {}) {
	const finish_reason = message.tool_calls ? 'tool_calls' : 'stop';
	return {
		id: 'completion',
		object: 'chat.completion',
		created: 0,
		model: 'gpt-4.1-mini',
		choices: [{ index: 0, [part]: message, finish_reason }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		...more,
	};
}

/** @param {Message} message */
function asStream(message) {
	const chunk = completion('delta', message, { object: 'chat.completion.chunk' });
	return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`;
}
