import type { GroupStore } from './GroupStore';
import type { PersonBehaviour } from './options';
import { Refusal } from './refusals';

/** How long a BytedToken is good for, upstream. */
const TOKEN_LIFE_MS = 30 * 60_000;

/** What the phone's `resultCode` says of a person who has passed, and of one who has not. */
const RESULT = { passed: '10000', failed: '10001' };

interface Session {
	callbackUrl: string;
	until: number;
	/** The group of the person, once the person has passed. */
	groupId: string;
}

/** The verifications of people, who open a link on a phone and so get a group of their own. */
export class PersonStore {
	private readonly sessions = new Map<string, Session>();

	private begun = 0;

	private asked = 0;

	constructor(
		private readonly behaviour: PersonBehaviour,
		private readonly groups: GroupStore,
		private readonly now: () => number,
	) {}

	/** @param origin where the link leads: the stand-in itself plays the page that a person opens */
	begin({ CallbackURL }: { CallbackURL?: string }, origin: string, insists: boolean): object {
		if (this.behaviour.verifiesPeople === false) {
			throw new Refusal(400, 'InvalidParameter.GroupType', 'GroupType must be one of [AIGC]');
		}
		if (insists && !CallbackURL) {
			const message = 'The required parameter CallbackURL is missing.';
			throw new Refusal(400, 'MissingParameter.CallbackURL', message);
		}
		const BytedToken = `byted-token-${++this.begun}`;
		const until = this.now() + TOKEN_LIFE_MS;
		this.sessions.set(BytedToken, { callbackUrl: CallbackURL ?? '', until, groupId: '' });
		return { BytedToken, CallbackURL, H5Link: `${origin}/person/${BytedToken}` };
	}

	/** The person has done what the link asks for. Gives the address that the phone is then sent to. */
	finish(bytedToken: string, outcome: 'passed' | 'failed' = 'passed'): string {
		const session = this.session(bytedToken);
		if (outcome === 'passed') session.groupId ||= this.groups.createForPerson().Id;
		const query = new URLSearchParams({ bytedToken, resultCode: RESULT[outcome] });
		const { callbackUrl } = session;
		return `${callbackUrl}${callbackUrl.includes('?') ? '&' : '?'}${query}`;
	}

	result({ BytedToken }: { BytedToken: string }): object {
		const { groupId } = this.session(BytedToken);
		if (groupId && this.behaviour.singleUseTokens) this.sessions.delete(BytedToken);
		const { notVerifiedYet = this.asked++ % 2 === 0 ? 'empty' : 'error' } = this.behaviour;
		if (groupId || notVerifiedYet === 'empty') return { GroupId: groupId };
		throw new Refusal(400, 'ValidateNotReady', 'The validation is not ready');
	}

	private session(bytedToken: string): Session {
		const session = this.sessions.get(bytedToken);
		if (session && this.now() < session.until) return session;
		throw new Refusal(400, 'InvalidParameter.BytedToken', 'The BytedToken is invalid or expired');
	}
}
