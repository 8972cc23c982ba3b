import * as fc from 'fast-check';

import { useVirtualTime } from '../../engine/useVirtualTime';
import { described, type Draw, draws } from './verdicts/draws';
import { faultIn, outcomeOf } from './verdicts/judge';
import { OPEN } from './verdicts/open';

/*
 * What an answer means, held against what the answer was made of. The judge knows the facts and nothing of the code:
 * something with proof in it is never repeated and never lost; something without proof is never reported as done; something
 * that is not a documented refusal is never reported as not done.
 */

/** Enough for a check; a search takes 100,000 and more. */
const DRAWS = 1500;

const MINUTES = 60_000;

useVirtualTime();

const isOpen = (draw: Draw) => OPEN.some(({ covers }) => covers(draw));

it(
	'the verdict on any answer of any endpoint follows from what proves it',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				draws.filter((draw) => !isOpen(draw)),
				async (draw) => {
					const fault = faultIn(draw, await outcomeOf(draw));

					if (fault) throw new Error(`${fault}\n${described(draw)}`);
				},
			),
			{ numRuns: DRAWS },
		);
	},
	10 * MINUTES,
);

it.failing.each(OPEN.map(({ what, example }) => [what, example] as const))(
	'not mended yet: %s',
	async (_what, example) => {
		expect(faultIn(example, await outcomeOf(example))).toBeUndefined();
	},
);
