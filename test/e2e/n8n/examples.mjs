import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const FOLDER = new URL('../../../examples/', import.meta.url);

/**
 * The workflows of `examples/`, each with its file's name as its ID.
 *
 * @returns {any[]}
 */
export function readExamples() {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({
			id: basename(file, '.json'),
			...JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
		}));
}

/** The example with an agent, with the agent as it was before tools ran as nodes of their own. */
export function olderAgent() {
	const workflow = readExamples().find(({ id }) => id === 'ask-about-groups');
	const agent = workflow.nodes.find(({ type }) => type.endsWith('.agent'));
	return {
		...workflow,
		id: 'older-agent',
		nodes: workflow.nodes.map((node) => (node === agent ? { ...node, typeVersion: 2.2 } : node)),
	};
}

/** The example with a schedule, run every two seconds. */
export function everyTwoSeconds() {
	const workflow = readExamples().find(({ id }) => id === 'new-groups');
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
	trigger.parameters.rule.interval = [{ field: 'seconds', secondsInterval: 2 }];
	return { ...workflow, id: 'every-two-seconds', name: 'Every two seconds' };
}

/** The examples with the trigger, polled every five seconds. */
export const polledOften = () => ['on-new-group', 'on-ready-asset'].map(everyFiveSeconds);

function everyFiveSeconds(example) {
	const workflow = readExamples().find(({ id }) => id === example);
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.anyfastAssetTrigger'));
	// n8n refuses what would run more than once a minute, in one expression.
	trigger.parameters.pollTimes.item = Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	}));
	// n8n 1.x keeps no static data of a workflow whose ID has more than 16 characters.
	const id = `often-${example}`.slice(0, 16);
	return { ...workflow, id, name: `${workflow.name}, polled often` };
}
