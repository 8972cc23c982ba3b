import * as fc from 'fast-check';

import { checkProperty } from '../../checkProperty';
import { useVirtualTime } from '../../engine/useVirtualTime';
import { described, draws } from './verdicts/draws';
import { faultIn, outcomeOf } from './verdicts/judge';

/*
 * What an answer means, held against what the answer was made of. The judge knows the facts and nothing of the code:
 * something with proof in it is never repeated and never lost; something without proof is never reported as done; something
 * that is not a documented refusal is never reported as not done.
 */

useVirtualTime();

it('the verdict on any answer of any endpoint follows from what proves it', async () => {
	await checkProperty(
		fc.asyncProperty(draws, async (draw) => {
			const fault = faultIn(draw, await outcomeOf(draw));

			if (fault) throw new Error(`${fault}\n${described(draw)}`);
		}),
	);
});
