import { createHash } from 'crypto';

import { type AnyfastError, isKind } from '../../../shared/AnyfastError';
import { MAX_NAME } from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';

/*
 * What a name is: the text that is sent, and which names are the same.
 */

/** Half of a pair that stands for one character; no service can keep it alone. */
const LONE_SURROGATE = /\p{Cs}/gu;

/** What a blank looks like. */
const BLANK = String.raw`[\s\u0085\u2800\u3164\uffa0]`;

const BLANKS = new RegExp(`${BLANK}+`, 'gu');

/**
 * Characters without a width, of which nobody sees anything. Variation selectors, which change what is beside them, are
 * not among them; joiners are a case of their own.
 */
const INVISIBLE =
	/(?![\s\u0085])\p{Cc}|\u034f|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

/** Joiners of letters and of emoji that join nothing: a blank or the end of the name is beside them. */
const IDLE_JOINERS = new RegExp(
	String.raw`(^|${BLANK})[\u200c\u200d]+|[\u200c\u200d]+(?=$|${BLANK})`,
	'gu',
);

/**
 * What two names have in common that differ only in what nobody sees: their form (NFC, NFD), blanks around them or
 * repeated, characters without a width. Letter case, and all else that shows, makes another name.
 *
 * @returns empty if there is nothing to be seen
 */
export function visible(name: string): string {
	const seen = name.replace(LONE_SURROGATE, '\ufffd').replace(INVISIBLE, '');
	return seen.replace(IDLE_JOINERS, '$1').replace(BLANKS, ' ').trim().normalize('NFC');
}

/** Whether a name, as the API gives it, is that name. */
export const isNamed = (name: unknown, wanted: string): boolean =>
	typeof name === 'string' && visible(name) === visible(wanted);

/**
 * The name that is sent and looked for: without blanks around it, in the form NFC, of at most {@link MAX_NAME} characters.
 *
 * @param ending gives the ending of a name that has to be cut
 */
function fitting(text: string, ending: (whole: string) => string): string {
	const name = text.replace(LONE_SURROGATE, '\ufffd').trim().normalize('NFC');
	if (lengthOf(name) <= MAX_NAME) return name;
	const whole = visible(name);
	if (lengthOf(whole) <= MAX_NAME) return whole;
	const last = ending(whole);
	return (
		[...whole]
			.slice(0, MAX_NAME - lengthOf(last))
			.join('')
			.trimEnd() + last
	);
}

/** The name to send if it does not matter that another one may begin in the same way. */
export const cutName = (text: string): string => fitting(text, () => '');

/** The name to send if two different names must stay two: one that is cut ends in a hash of the whole. */
export const ownName = (text: string): string =>
	fitting(text, (whole) => `-${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`);

/** Whether a name has to be cut to be sent. */
export const isCut = (text: string): boolean => lengthOf(visible(text)) > MAX_NAME;

/** Says so if a name has to be cut to be sent. */
export function hintIfCut({ hint }: Run, name: string): void {
	if (!isCut(name)) return;
	hint(`Names were cut to ${MAX_NAME} characters; the output says what they are now`);
}

/** Whether a creation was refused for its name: services that want names to be unique do not find the group (field report). */
export const isNameTaken = (cause: unknown): cause is AnyfastError =>
	isKind(cause, 'group not found');

/** A name with an ending, of at most {@link MAX_NAME} characters. */
export const withEnding = (name: string, ending: string): string =>
	[...name].slice(0, MAX_NAME - lengthOf(ending)).join('') + ending;

const lengthOf = (text: string) => [...text].length;
