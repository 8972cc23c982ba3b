// The part of the demo that makes a video.
import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { itemsOf } from '../test/engine/Engine.ts';

const VIDEO = 'Anyfast Video';

const START = 'When clicking ‘Execute workflow’';

const node = { id: '', typeVersion: 1, position: /** @type {[number, number]} */ ([0, 0]) };

const workflow = {
	name: 'Text to video',
	nodes: [
		{ ...node, name: START, type: 'n8n-nodes-base.manualTrigger', parameters: {} },
		{
			...node,
			name: VIDEO,
			type: 'n8n-nodes-anyfast.anyfastVideo',
			parameters: {
				operation: 'generate',
				prompt: 'A paper boat drifts into a wide river at sunset.',
				download: true,
				duration: 4,
				resolution: '480p',
			},
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
		},
	],
	connections: {
		[START]: { main: [[{ node: VIDEO, type: /** @type {const} */ ('main'), index: 0 }]] },
	},
};

/**
 * Makes a video from a text, writes it to a file, and says where.
 *
 * @param {import('../test/engine/Engine.ts').Engine} engine
 * @param {boolean} isBilled
 */
export async function makeVideo(engine, isBilled) {
	console.log(
		isBilled
			? '\nMaking a video of 4 seconds in 480p. YOUR ACCOUNT WILL BE BILLED for it. It takes minutes …'
			: '\nMaking a video with Anyfast Video …',
	);
	const run = await engine.run(workflow);
	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join('\n'));
	const [item] = itemsOf(run, VIDEO);
	if (!item?.binary?.data?.fileName) throw new Error('No video came out of the workflow');
	const file = Buffer.from(item.binary.data.data, 'base64');
	const path = join(mkdtempSync(join(tmpdir(), 'anyfast-video-')), item.binary.data.fileName);
	await writeFile(path, file);
	console.log(`  Generate Video  ${item.json.taskId}, ${item.json.status}`);
	console.log(`  The video       ${file.length} bytes, written to ${path}`);
}
