import type { INodeProperties } from 'n8n-workflow';

import { createVisualValidateSession, SESSION_MS } from '../../../shared/api/people';
import type { Operation } from '../../../shared/operation';
import { optionsWith } from '../../../shared/parameters/options';

const callbackUrl: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $execution.resumeUrl }}',
	description:
		"Where the person's phone goes after the verification, with <code>bytedToken</code> and <code>resultCode</code> (10000 means passed) in its URL",
	hint: 'It is opened by the phone, so it must be public: the URL of a Form, a Webhook, or a Wait node',
};

/** Person · Start Verification: the link that the person opens on a phone. */
export const startVerification: Operation = {
	value: 'startVerification',
	name: 'Start Verification',
	action: 'Start verifying a person',
	description: 'Get a link that a person opens on a phone, to allow pictures of them to be used',
	properties: [callbackUrl, optionsWith([])],

	prepare({ parameters }) {
		const CallbackURL = parameters.httpUrl(callbackUrl);
		return async ({ api }) => {
			const expiresAt = new Date(api.clock.now() + SESSION_MS).toISOString();
			const session = await api.call(createVisualValidateSession, { CallbackURL });
			return [{ ...session, expiresAt }];
		};
	},
};
