// npm run editor: opens this project in n8n's own editor, with the examples in it.
// With ANYFAST_API_KEY (and ANYFAST_BASE_URL) set it works on the real service, else on the stand-in of the tests.
import { messageOf } from '../messageOf.ts';
import { makeAssets } from '../stand-in/assets.ts';
import { makeGroups } from '../stand-in/groups.ts';
import { StandIn } from '../stand-in/StandIn.ts';
import { ChatModel } from './doubles/ChatModel.mjs';
import { anyfastCredential, chatModelCredential, withCredentials } from './n8n/credentials.mjs';
import { readExamples } from './n8n/examples.mjs';
import { N8n } from './n8n/N8n.mjs';
import { OWNER } from './n8n/Rest.mjs';
import { installN8n, installNode } from './setup/install.mjs';
import { installProject } from './setup/pack.mjs';
import { onInterrupt, stopAll } from './setup/processes.mjs';
import { N8N_2 } from './setup/versions.mjs';

const { ANYFAST_API_KEY, ANYFAST_BASE_URL = 'https://www.anyfast.com.cn' } = process.env;

onInterrupt(async () => {
	console.log('\nStopping …');
	await stopAll();
});

try {
	const node = await installNode();
	const script = await installN8n(N8N_2, node);
	console.log('Packing the project …');
	const userFolder = await installProject();

	console.log('Starting n8n …');
	const n8n = await N8n.create({ version: N8N_2, script, node, userFolder });
	await n8n.start();
	const { rest } = n8n;
	await rest.setUpOwner();
	const chatModel = await ChatModel.start();
	const ids = {
		anyfastApi: await rest.addCredential(await credential()),
		openAiApi: await rest.addCredential(chatModelCredential(chatModel.url)),
	};
	for (const example of readExamples()) await rest.addWorkflow(withCredentials(example, ids));
	console.log(`
n8n ${N8N_2} with this project is at  ${n8n.url}/home/workflows
Sign in as                     ${OWNER.email}
with the password              ${OWNER.password}
Ctrl-C ends it; nothing that you do there is kept.`);
} catch (error) {
	console.error(messageOf(error));
	await stopAll();
	process.exit(1);
}

async function credential() {
	if (ANYFAST_API_KEY) return anyfastCredential(ANYFAST_BASE_URL, ANYFAST_API_KEY);
	const { url, apiKey } = await StandIn.start({
		groups: makeGroups(320),
		assets: makeAssets(320),
		statuses: ['Processing', 'Active'],
	});
	return anyfastCredential(url, apiKey);
}
