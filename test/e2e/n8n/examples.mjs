import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FOLDER = new URL('../../../examples/', import.meta.url);

/** The name of the trigger of examples that are started by hand: n8n's own. */
export const MANUALLY = 'When clicking ‘Execute workflow’';

/**
 * @typedef {import('n8n-workflow').IWorkflowBase} IWorkflowBase
 *
 * @typedef {Required<Pick<IWorkflowBase, 'id' | 'name' | 'nodes' | 'connections' | 'settings'>>} Example
 */

/**
 * The workflows of `examples/`, each with its file's name as its ID.
 *
 * @param {string} [files] the folder whose files they read, instead of the one that they name
 * @returns {Example[]}
 */
export function readExamples(files) {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			/** @type {Omit<Example, 'id'>} */
			const workflow = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
			for (const { parameters } of workflow.nodes) {
				if (files && parameters.fileSelector) parameters.fileSelector = join(files, '*');
			}
			return { id: basename(file, '.json'), ...workflow };
		});
}

/**
 * @param {string} wanted
 * @param {string} [files] as above
 */
export function exampleWithId(wanted, files) {
	const example = readExamples(files).find(({ id }) => id === wanted);
	assert.ok(example, `there is no example ${wanted}`);
	return example;
}

/**
 * A node of an example, to be changed.
 *
 * @param {Example} example
 * @param {string} name
 */
export function nodeOf({ id, nodes }, name) {
	const node = nodes.find((one) => one.name === name);
	assert.ok(node, `${id} has no ${name}`);
	return node;
}

/** The example with an agent, with the agent as it was before tools ran as nodes of their own. */
export function olderAgent() {
	const workflow = exampleWithId('ask-about-assets');
	nodeOf(workflow, 'AI Agent').typeVersion = 2.2;
	return workflow;
}

/** The example with a schedule, run every five seconds. */
export function everyFiveSeconds() {
	const workflow = exampleWithId('nightly-upload');
	const { parameters } = nodeOf(workflow, 'Every night');
	parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
	return workflow;
}

/**
 * The example with the trigger, polled every five seconds for an event.
 *
 * @param {string} event
 * @param {string} nodeName what the node behind the trigger is called
 */
export function pollOften(event, nodeName) {
	const { nodes, ...workflow } = exampleWithId('on-ready-asset');
	const [trigger, behind] = nodes;
	assert.ok(trigger && behind, 'the example has no two nodes');
	trigger.parameters.event = event;
	// n8n refuses what would run more than once a minute, in one expression.
	trigger.parameters.pollTimes = {
		item: Array.from({ length: 12 }, (_, index) => ({
			mode: 'custom',
			cronExpression: `${index * 5} * * * * *`,
		})),
	};
	behind.name = nodeName;
	behind.parameters.includeOtherFields = true;
	/** @type {import('n8n-workflow').IConnections} */
	const connections = {
		[trigger.name]: { main: [[{ node: nodeName, type: 'main', index: 0 }]] },
	};
	return { ...workflow, nodes: [trigger, behind], connections };
}
