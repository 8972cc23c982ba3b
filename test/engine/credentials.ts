import { Container } from '@n8n/di';
import { Cipher, Credentials, EncryptionKeyProxy, InstanceSettings, type KeyInfo } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	isExpression,
	NodeHelpers,
	type Workflow,
} from 'n8n-workflow';

type Request = IHttpRequestOptions | IRequestOptionsSimplified;

/**
 * What the n8n server does with credentials, for the engine alone: they are kept encrypted and decrypted for the node,
 * with the defaults of their type, and the authentication of their type is put on the request.
 */
export class EngineCredentials extends ICredentialsHelper {
	private readonly stored = new Map<string, ICredentials>();

	/** What was stored, decrypted once, because that takes a millisecond. */
	private readonly decrypted = new Map<string, ICredentialDataDecryptedObject>();

	constructor(private readonly types: Map<string, ICredentialType>) {
		super();
	}

	/** Keeps a credential under its type's name, which is also its ID. */
	async store(type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		const credentials = new Credentials({ id: type, name: type }, type);
		await credentials.setData(data);
		this.stored.set(type, credentials);
		this.decrypted.set(type, await credentials.getData());
	}

	override async getCredentials(
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentials> {
		const credentials = this.stored.get(type);
		if (!credentials) throw new Error(`No credential of the type ${type} is stored`);
		return credentials;
	}

	override async getDecrypted(
		_additionalData: unknown,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.decrypted.get(type);
		if (!data) throw new Error(`No credential of the type ${type} is stored`);
		return this.withDefaults(type, data);
	}

	/** What n8n hands on of what is stored: with the defaults of the type, and without what the editor hides. */
	withDefaults(type: string, data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const given = Object.fromEntries(Object.entries(data).filter(isSimple));
		const properties = this.getCredentialsProperties(type);
		const filled = NodeHelpers.getNodeParameters(properties, given, true, false, null, null) ?? {};
		return Object.fromEntries(Object.entries(filled).filter(isSimple));
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: Request,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(typeName);
		const url = 'url' in requestOptions ? requestOptions.url : '';
		if (typeof authenticate === 'function') {
			return await authenticate(credentials, { ...requestOptions, url });
		}
		if (!workflow || !node || typeof authenticate !== 'object') {
			throw new Error(`${typeName} has no authentication`);
		}
		const headers = Object.entries(authenticate.properties.headers ?? {}).map(([name, value]) => [
			name,
			isExpression(value)
				? workflow.expression.getSimpleParameterValue(node, value, 'internal', {
						$credentials: credentials,
					})
				: value,
		]);
		return {
			...requestOptions,
			url,
			headers: { ...requestOptions.headers, ...Object.fromEntries(headers) },
		};
	}

	override getCredentialsProperties(type: string): INodeProperties[] {
		return this.type(type).properties;
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override getParentTypes(): string[] {
		return [];
	}

	override async preAuthentication(): Promise<undefined> {}

	override async runPreAuthentication(): Promise<undefined> {}

	override async updateCredentials(): Promise<void> {
		throw new Error('No node may change a credential');
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('No node may change a credential');
	}

	private type(name: string): ICredentialType {
		const type = this.types.get(name);
		if (!type) throw new Error(`There is no credential type ${name}`);
		return type;
	}
}

/** Credentials of ours hold nothing else. */
function isSimple(entry: [string, unknown]): entry is [string, string | number | boolean] {
	return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

/** Encrypts credentials with the key of the instance, as a fresh n8n does. */
export function useInstanceKey(): void {
	const { encryptionKey } = Container.get(InstanceSettings);
	const key: KeyInfo = {
		id: 'instance',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(encryptionKey),
		algorithm: 'aes-256-cbc',
		format: 'no-prefix',
	};
	Container.get(EncryptionKeyProxy).setProvider({
		getActiveKey: async () => key,
		getKeyById: async () => key,
		getLegacyKey: async () => key,
	});
}
