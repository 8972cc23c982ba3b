/** An answer that a server gives instead of its own. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** JSON, or text or bytes as they are; an error of the gateway unless given. */
	body?: string | object;
	/** What it says to those who ask for English; unless given, what it says to all. */
	inEnglish?: string | object;
}

/** An answer that the gateway's family is known to give, and what it means. */
export interface ReadyAnswer extends Answer {
	/** In words of the facts. */
	means: string;
	/** What was asked for has certainly not been done. */
	isSureNotDone: boolean;
}

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

/** What a gateway puts behind its messages, and into a header of every answer. */
export const REQUEST_ID = '20260101-stand-in';

export const withRequestId = (message: string): string => `${message} (request id: ${REQUEST_ID})`;

/** The body of an error in the shape of the gateway. */
export const errorBody = (message: string, code = '', type = 'new_api_error') => ({
	error: { message, type, param: '', code },
});
