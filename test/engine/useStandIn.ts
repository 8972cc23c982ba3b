import { Client } from '../stand-in/Client';
import { StandIn } from '../stand-in/StandIn';

/** A client of a stand-in for the tests of a file: as at its start before each of them, stopped after them. */
export function useStandIn(): Client {
	let started: StandIn | undefined;
	beforeAll(async () => {
		started = await StandIn.start();
	});
	beforeEach(() => started?.reset());
	afterAll(async () => await started?.stop());
	return new Client(() => {
		if (started) return started;
		throw new Error('The stand-in runs only while tests do');
	});
}
