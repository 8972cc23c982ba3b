import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';

import type { Engine } from './Engine';

/** Tests a credential as n8n does when it is saved: by the function that the first node names for its type. */
export async function testedCredential(
	engine: Engine,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const { loader, credentials } = engine;
	for (const name of Object.keys(loader.nodeTypes)) {
		const { description, methods } = engine.getByNameAndVersion(`${loader.packageName}.${name}`);
		const testedBy = description.credentials?.find(
			(credential) => credential.name === type,
		)?.testedBy;
		const test = typeof testedBy === 'string' && methods?.credentialTest?.[testedBy];
		if (!test) continue;
		const context = new CredentialTestContext(
			engine.additionalData({ name: 'test', nodes: [], connections: {} }),
		);
		const filled = credentials.withDefaults(type, data);
		return await test.call(context, { id: type, name: type, type, data: filled });
	}
	throw new Error(`No node tests ${type}`);
}
