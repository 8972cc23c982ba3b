import type { Language } from '../language';

/** An answer that a server gives instead of its own. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** JSON, or text or bytes as they are; an error of the gateway unless given. */
	body?: string | object;
}

/** An answer that the gateway's family is known to give, and what it means. */
export interface ReadyAnswer extends Answer {
	/** The body for those who ask for English; `body` unless given. */
	inEnglish?: string | object;
	/** In words of the facts. */
	means: string;
	/** What was asked for has certainly not been done. */
	isSureNotDone: boolean;
}

/** The same answer as those get it who ask for a language. */
export const wordedIn = (language: Language, ready: ReadyAnswer): ReadyAnswer =>
	language === 'en' ? { ...ready, body: ready.inEnglish ?? ready.body } : ready;

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

/** What a gateway puts behind its messages, and into a header of every answer. */
export const REQUEST_ID = '20260101-stand-in';

export const withRequestId = (message: string): string => `${message} (request id: ${REQUEST_ID})`;

/** The body of an error in the shape of the gateway. */
export const errorBody = (message: string, code = '', type = 'new_api_error') => ({
	error: { message, type, param: '', code },
});
