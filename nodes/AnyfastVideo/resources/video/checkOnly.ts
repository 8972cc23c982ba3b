import type { INodeProperties } from 'n8n-workflow';

import { asAnyfastError, hasRunEnded, isKind } from '../../../shared/AnyfastError';
import { getAsset, isReady } from '../../../shared/api/assets';
import { listModels } from '../../../shared/api/videos';
import type { ItemContext, Run, Work } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { withoutGaps } from '../../../shared/json';
import { readOptions } from '../../../shared/parameters/options';
import { settle } from '../../../shared/settle';
import { checkAsset } from './inputs/address';
import { contentInShort, type Input, readFile } from './inputs/content';
import { type ReadPart, readVideo } from './readVideo';

/*
 * Check Only: all that can be known of a video before it is paid for.
 */

export const checkOnly: INodeProperties = {
	displayName: 'Check Only',
	name: 'checkOnly',
	type: 'boolean',
	default: true,
	description:
		'Whether to check everything and submit nothing, so nothing is billed. The output says for each item whether it is ready, what the problems are, and what would be sent.',
};

/** Whether nothing is to be submitted. An expression that fails must not lead to a bill; what is wrong is said later. */
export function isCheckOnly(parameters: NodeParameters): boolean {
	try {
		return readOptions(parameters).flagIfSet(checkOnly) === true;
	} catch {
		return true;
	}
}

/**
 * Checks an item: what the user set, its files, its assets and the model. Nothing that is wrong is thrown; all of it is
 * told, in `{ ready, problems, request }`.
 *
 * @throws only once the run has ended
 */
export async function prepareCheck(item: ItemContext): Promise<Work> {
	const problems: string[] = [];
	const keep: ReadPart<undefined> = async (read) => {
		const done = await settle((async () => await read())());
		if (done.ok) return done.value;
		problems.push(textOf(done.cause));
		return undefined;
	};
	await keep(() => readOptions(item.parameters).flagIfSet(checkOnly));
	const video = await readVideo(item, keep);
	const { model, prompt, inputs = [] } = video;

	return async (run) => {
		const checks = inputs.map(async (input) => await checkInput(run, input));
		if (model !== undefined) checks.unshift(checkModel(run, model));
		for (const checked of await Promise.all(checks.map(settle))) {
			const problem = checked.ok ? checked.value : problemIn(checked.cause);
			if (problem !== undefined) problems.push(problem);
		}
		const content = contentInShort(prompt, inputs);
		const request = { model, content, ...video.look, ...video.settings, ...video.additional };
		return [{ ready: problems.length === 0, problems, request: withoutGaps(request) }];
	};
}

/** @returns what is wrong, if anything is */
async function checkModel(run: Run, model: string): Promise<string | undefined> {
	const listed = await settle(run.once('models', async () => await run.api.call(listModels)));
	if (!listed.ok) {
		// A site that has no list of models says nothing against one.
		if (isKind(listed.cause, 'not served')) return undefined;
		return `Whether the API key may use the model ${model} could not be checked. ${problemIn(listed.cause)}`;
	}
	if (listed.value.includes(model)) return undefined;
	const others = listed.value.filter((id) => /seedance/i.test(id)).join(', ');
	return `The API key may not use the model ${model}. Of the Seedance models it may use ${others || 'none'}.`;
}

/** @returns what is wrong, if anything is. @throws the same, as reading a file or the type of an asset says it */
async function checkInput(run: Run, input: Input): Promise<string | undefined> {
	const { from, what } = input;
	if (typeof from !== 'string') {
		await readFile(input);
		return undefined;
	}
	const Id = /^asset:\/\/(.*)$/.exec(from)?.[1];
	if (Id === undefined) return undefined;
	const got = await settle(
		run.once(`asset ${Id}`, async () => await run.api.call(getAsset, { Id })),
	);
	if (!got.ok) {
		const more = isKind(got.cause, 'asset not found')
			? ' An asset of a verified person may be there all the same: look it up with Get Asset and its Group ID.'
			: '';
		return `The ${what} could not be checked. ${problemIn(got.cause)}${more}`;
	}
	checkAsset(got.value, input);
	if (isReady(got.value)) return undefined;
	return `The ${what} is not ready: its status is ${String(got.value.Status)}. Wait until it is active.`;
}

/** What went wrong, as a text. @throws if the run has ended, for then nothing is known */
function problemIn(cause: unknown): string {
	if (hasRunEnded(cause)) throw cause;
	return textOf(cause);
}

function textOf(cause: unknown): string {
	const { message, details } = asAnyfastError(cause);
	return `${message}. ${details.description ?? ''}`.trim();
}
