import type { Service } from './Service';

/** What asking has shown. */
export interface Finding {
	/** What the service did, in one line. */
	did: string;
	/** Whether that is what we assume; undefined if it cannot be told, as when an account has no asset to look at. */
	fits?: boolean;
}

/** One thing that we assume of the service, and how to ask whether it is so. */
export interface Fact {
	/** What we assume, in one line. */
	title: string;
	/** Where that comes from: the vendor's page, field reports, upstream, a guess; and what clients report instead. */
	source: string;
	/** What asking costs; free unless said. */
	billed?: 'assets' | 'video';
	/** @throws if no answer comes */
	run(service: Service): Promise<Finding>;
}

export const untold = (why: string): Finding => ({ did: `Cannot be told: ${why}` });
