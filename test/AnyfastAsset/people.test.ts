import { inMemory } from '../engine/files';
import { useTestBed } from '../engine/useTestBed';
import { START } from '../engine/VirtualTime';
import { makeGroups } from '../stand-in/groups';

const CALLBACK = 'https://n8n.example/webhook/verified';

const bed = useTestBed(() => ({ groups: makeGroups(1) }));

const start = { resource: 'person', operation: 'startVerification', callbackUrl: CALLBACK };
const result = (bytedToken: string, options = {}) => ({
	...{ resource: 'person', operation: 'getVerificationResult', bytedToken, options },
});
const begin = async () => {
	const [session] = await bed.items(start);
	return String(session?.BytedToken);
};

it('Start Verification gives the link, and when it ends', async () => {
	expect(await bed.items(start)).toEqual([
		{
			BytedToken: expect.any(String),
			CallbackURL: CALLBACK,
			H5Link: expect.stringMatching(/^http/),
			expiresAt: new Date(START + 30 * 60_000).toISOString(),
		},
	]);
});

it('Start Verification takes only a web address to come back to', async () => {
	const error = await bed.error({ ...start, callbackUrl: 'n8n.example' });

	expect(error.message).toBe('Callback URL must start with https:// or http://');
	expect(bed.standIn.received).toEqual([]);
});

it.each(['empty', 'error'] as const)(
	'Get Verification Result says that the person has not passed yet (%s)',
	async (notVerifiedYet) => {
		bed.standIn.reset({ notVerifiedYet });
		const token = await begin();

		expect(await bed.items(result(token))).toEqual([{ BytedToken: token, verified: false }]);
	},
);

it('Get Verification Result gives the group of the person', async () => {
	const token = await begin();
	bed.standIn.finishVerification(token);

	expect(await bed.items(result(token))).toEqual([
		{ BytedToken: token, verified: true, GroupId: expect.stringMatching(/^group-/) },
	]);
});

it('Get Verification Result waits for the person, if asked', async () => {
	const token = await begin();
	let questions = 0;
	bed.standIn.onAnswer = () => {
		if (++questions === 3) bed.standIn.finishVerification(token);
	};

	const [passed] = await bed.items(result(token, { waitForResult: true }));

	expect(passed).toMatchObject({ verified: true });
	expect(bed.standIn.actions.filter((action) => action.startsWith('GetVisual'))).toHaveLength(4);
});

it('Get Verification Result waits through a refused key, if something went well before', async () => {
	const token = await begin();
	let questions = 0;
	bed.standIn.onAnswer = () => {
		if (++questions === 2) bed.standIn.failNext({ status: 401 }, { status: 403 });
		if (questions === 5) bed.standIn.finishVerification(token);
	};

	const [passed] = await bed.items(result(token, { waitForResult: true }));

	expect(passed).toMatchObject({ verified: true });
});

it('Get Verification Result says how to go on when the time is up', async () => {
	const error = await bed.error(result(await begin(), { waitForResult: true, timeout: 20 }));

	expect(error.message).toBe('The person was not verified within 20 seconds');
	expect(error.description).toContain('same Byted Token');
});

it('Get Verification Result says that some sites give the group only once, as when its answer was lost', async () => {
	bed.standIn.reset({ singleUseTokens: true });
	const token = await begin();
	bed.standIn.finishVerification(token);
	bed.standIn.fail({ action: 'GetVisualValidateResult' }, { afterDoing: 'drop' });

	const error = await bed.error(result(token));

	expect(error.message).toContain('BytedToken');
	expect(error.description).toContain('an answer that was lost');
});

it.each(['listed', 'gettable'] as const)(
	'an asset of a verified person is found however the service shows it (%s)',
	async (livenessAssets) => {
		bed.standIn.reset({ livenessAssets });
		const token = await begin();
		bed.standIn.finishVerification(token);
		const [{ GroupId } = {}] = await bed.items(result(token));
		const groupId = String(GroupId);
		const data = inMemory({ content: Buffer.from('a'), mimeType: 'image/png', fileName: 'me.png' });
		const upload = {
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId,
		};

		const [uploaded] = await bed.items({ ...upload, waitUntilActive: true }, { binary: { data } });
		const get = { resource: 'asset', operation: 'get', assetId: String(uploaded?.Id) };
		const [found] = await bed.items({ ...get, options: { groupId } });

		expect(uploaded).toMatchObject({ Status: 'Active', GroupId });
		expect(found).toMatchObject({ Id: uploaded?.Id, GroupId });
	},
);

it('a face check that the upload asks for is in the item, and in the error if nobody passed it', async () => {
	bed.standIn.reset({ faceCheck: 'asks', statuses: ['Processing', 'Active'] });
	const { Id } = bed.standIn.account.groups.createForPerson();
	const data = inMemory({ content: Buffer.from('a'), mimeType: 'image/png', fileName: 'me.png' });
	const upload = {
		resource: 'asset',
		operation: 'upload',
		ifNameExists: 'uploadAnyway',
		groupId: Id,
	};

	const [item] = await bed.items({ ...upload, waitUntilActive: true }, { binary: { data } });
	expect(item).toMatchObject({ Status: 'Active', VerifyUrl: expect.stringMatching(/^https/) });

	bed.standIn.reset({ faceCheck: 'asks', statuses: ['Processing'] });
	const other = bed.standIn.account.groups.createForPerson();
	const error = await bed.error(
		{ ...upload, groupId: other.Id, waitUntilActive: true, waitTimeout: 20 },
		{ binary: { data } },
	);
	expect(error.message).toMatch(/, and Anyfast asks for a face check at https:\S+$/);
});

it('says which key is needed if this one cannot verify people', async () => {
	bed.standIn.reset({ verifiesPeople: false });

	const error = await bed.error(start);

	expect(error.message).toBe('This API key cannot use groups of verified people');
	expect(error.description).toContain('Byteplus-Direct');
});
