import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';

import type { Engine } from './Engine';

/** Tests a credential as n8n does when it is saved: by the function that a node names for its type. */
export async function testedCredential(
	engine: Engine,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	for (const { type: node } of Object.values(engine.loader.nodeTypes)) {
		if (!('methods' in node)) continue;
		const { credentials = [] } = node.description;
		const testedBy = credentials.find(({ name }) => name === type)?.testedBy;
		const test = typeof testedBy === 'string' && node.methods?.credentialTest?.[testedBy];
		if (!test) continue;
		const filled = engine.credentials.withDefaults(type, data);
		const context = new CredentialTestContext(
			engine.additionalData({ name: 'test', nodes: [], connections: {} }),
		);
		return await test.call(context, { id: type, name: type, type, data: filled });
	}
	throw new Error(`No node tests ${type}`);
}
