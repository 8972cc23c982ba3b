import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FOLDER = new URL('../../../examples/', import.meta.url);

/** The name of the trigger of examples that are started by hand: n8n's own. */
export const MANUALLY = 'When clicking ‘Execute workflow’';

/**
 * The workflows of `examples/`, each with its file's name as its ID.
 *
 * @param {string} [files] the folder whose files they read, instead of the one that they name
 * @returns {any[]}
 */
export function readExamples(files) {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			const workflow = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
			for (const { parameters } of workflow.nodes) {
				if (files && parameters.fileSelector) parameters.fileSelector = join(files, '*');
			}
			return { id: basename(file, '.json'), ...workflow };
		});
}

/** @param {string} wanted */
const exampleWithId = (wanted) => readExamples().find(({ id }) => id === wanted);

/** The example with an agent, with the agent as it was before tools ran as nodes of their own. */
export function olderAgent() {
	const workflow = exampleWithId('ask-about-assets');
	const agent = workflow.nodes.find(({ type }) => type.endsWith('.agent'));
	agent.typeVersion = 2.2;
	return { ...workflow, id: 'older-agent' };
}

/** The example with a schedule, run every five seconds. */
export function everyFiveSeconds() {
	const workflow = exampleWithId('nightly-upload');
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
	trigger.parameters.rule.interval = [{ field: 'seconds', secondsInterval: 5 }];
	return { ...workflow, id: 'every-5-seconds', name: 'Every five seconds' };
}

/** The example with the trigger, polled every five seconds, for new groups and for assets that are ready. */
export const polledOften = () => [
	pollOften('often-new-group', 'groupCreated', 'New Group'),
	pollOften('often-ready', 'assetReady', 'Ready Asset'),
];

/**
 * @param {string} id n8n 1.x keeps no static data of a workflow whose ID has more than 16 characters
 * @param {string} event
 * @param {string} nodeName what the node behind the trigger is called
 */
function pollOften(id, event, nodeName) {
	const { nodes, ...workflow } = exampleWithId('on-ready-asset');
	const [trigger, behind] = nodes;
	trigger.parameters.event = event;
	// n8n refuses what would run more than once a minute, in one expression.
	trigger.parameters.pollTimes.item = Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	}));
	behind.name = nodeName;
	behind.parameters.includeOtherFields = true;
	const connections = {
		[trigger.name]: { main: [[{ node: nodeName, type: 'main', index: 0 }]] },
	};
	return { ...workflow, id, name: id, nodes: [trigger, behind], connections };
}
