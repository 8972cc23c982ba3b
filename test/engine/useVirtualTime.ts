import { time } from '../../nodes/shared/clock';
import { VirtualTime } from './VirtualTime';

const real = { ...time };
let virtual = new VirtualTime();

/**
 * Puts a {@link VirtualTime} in the place of the real one, a new one for each test.
 *
 * @param step tells pauses apart
 * @returns what gives the one of the test that runs
 */
export function useVirtualTime(step?: () => number): () => VirtualTime {
	beforeEach(() => {
		virtual = new VirtualTime({ step });
		const { now, sleep, deadline } = virtual;
		Object.assign(time, { now, sleep, deadline });
	});
	afterAll(() => void Object.assign(time, real));
	return () => virtual;
}
