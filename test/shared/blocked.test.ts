import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';

import { testedCredential } from '../engine/credentialTest';
import { useTestBed } from '../engine/useTestBed';

/*
 * n8n's protection against SSRF (n8n 2.12 and newer, off by default) does not let nodes connect to addresses of private
 * networks, nor to 198.18.0.0/15, in which some proxies give each host an address. The stand-in is at such an address.
 */

const bed = useTestBed();

beforeAll(() => {
	Object.assign(Container.get(SsrfProtectionConfig), {
		enabled: true,
		allowedHostnames: ['localhost'],
	});
});

afterAll(() => {
	Object.assign(Container.get(SsrfProtectionConfig), { enabled: false, allowedHostnames: [] });
});

const ADVICE = /protection against SSRF.*N8N_SSRF_ALLOWED_HOSTNAMES/;

it('is named, with what to do, if it refuses the address of the API', async () => {
	const error = await bed.error({ resource: 'group', operation: 'list' });

	expect(error.message).toBe('n8n does not allow the address of Anyfast');
	expect(error).toMatchObject({ description: expect.stringMatching(ADVICE) });
	expect(error).toMatchObject({ description: expect.stringContaining('add 127.0.0.1 to') });
	expect(bed.standIn.actions).toEqual([]);
});

it('is named when the credential is tested', async () => {
	const { apiKey, url } = bed.standIn;
	const { status, message } = await testedCredential(bed.engine, 'anyfastApi', {
		site: 'other',
		apiKey,
		baseUrl: url,
	});

	expect(status).toBe('Error');
	expect(message).toMatch(/^n8n does not allow the address of Anyfast\./);
	expect(message).toMatch(ADVICE);
});
