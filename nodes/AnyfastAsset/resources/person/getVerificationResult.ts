import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { getVisualValidateResult } from '../../../shared/api/people';
import { nonBlank } from '../../../shared/json';
import type { Operation } from '../../../shared/operation';
import { optionsWith, readOptions } from '../../../shared/parameters/options';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { Trouble } from '../../../shared/Trouble';

const bytedToken: INodeProperties = {
	displayName: 'Byted Token',
	name: 'bytedToken',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.BytedToken }}',
	description: 'The <code>BytedToken</code> from the output of Start Verification',
};

const wait = {
	displayName: 'Wait for the Result',
	name: 'waitForResult',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until the person is verified. The output then has the ID of the group.',
} satisfies INodeProperties;

const timeout = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitForResult: [true] } },
	default: 300,
	description: 'How long to wait for the result before the node fails',
} satisfies INodeProperties;

/** Person · Get Verification Result: the ID of the person's group, once it is there. */
export const getVerificationResult: Operation = {
	value: 'getVerificationResult',
	name: 'Get Verification Result',
	action: 'Get the result of verifying a person',
	description: "Get the ID of a verified person's group. Keep it: no list shows it again.",
	properties: [bytedToken, optionsWith([wait, timeout])],

	prepare({ parameters }) {
		const BytedToken = parameters.requiredText(bytedToken);
		const options = readOptions(parameters);
		const isWaiting = options.flag(wait);
		const timeoutMs = 1000 * options.wholeNumber(timeout);
		return async ({ api }) => {
			const result = await (isWaiting
				? untilVerified(api, BytedToken, timeoutMs)
				: resultOf(api, BytedToken));
			return [{ BytedToken, verified: result !== undefined, ...result }];
		};
	},
};

async function untilVerified(
	api: AnyfastApi,
	BytedToken: string,
	timeoutMs: number,
): Promise<IDataObject> {
	const trouble = new Trouble(api);
	const look = async (until: number): Promise<IDataObject | undefined> => {
		const asked = await settle(resultOf(api, BytedToken, until));
		if (!asked.ok) return trouble.meet(asked.cause);
		trouble.end();
		return asked.value;
	};
	const patience = { firstMs: 0, pauseMs: 3000, longestPauseMs: 15_000, timeoutMs };
	const result = await pollUntil(look, api.clock, patience);
	if (result) return result;
	throw trouble.problem ?? notInTime(timeoutMs);
}

/** @returns undefined while the person has not passed */
async function resultOf(
	api: AnyfastApi,
	BytedToken: string,
	until?: number,
): Promise<IDataObject | undefined> {
	const asked = await settle(api.call(getVisualValidateResult, { BytedToken }, { until }));
	if (asked.ok) return nonBlank(asked.value.GroupId) === undefined ? undefined : asked.value;
	const { cause } = asked;
	if (isKind(cause, 'person not verified')) return undefined;
	if (isKind(cause, 'invalid')) throw cause.with({ description: GIVEN_ONCE });
	throw cause;
}

const GIVEN_ONCE =
	'Some sites give the ID of the group only once: if an earlier run, or an answer that was lost, had it, ask Anyfast for it. Otherwise check the Byted Token, which is valid for 30 minutes, or start a new verification.';

const notInTime = (timeoutMs: number) =>
	new AnyfastError(`The person was not verified within ${timeoutMs / 1000} seconds`, {
		cause: 'api',
		description:
			'Run this again with the same Byted Token, which is valid for 30 minutes. After that, start a new verification.',
	});
