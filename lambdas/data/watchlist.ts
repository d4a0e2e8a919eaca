import type { Watchlist } from "../core/entity.ts";
import { drugTopics } from "./drug-topics.ts";
import { officials } from "./officials.ts";
import { mexicoOffices } from "./mexico-offices.ts";
import { organizations } from "./organizations.ts";
import { securityTopics } from "./security-topics.ts";
import { formerHolders, successors } from "./successors.ts";
import { usOffices } from "./us-offices.ts";

/** The watchlist Vigía ships with: the 31 entities of the article, the offices they held, those who hold them now, and who else has since 2019. */
export const watchlist: Watchlist = {
  entities: [
    ...officials,
    ...usOffices,
    ...mexicoOffices,
    ...organizations,
    ...drugTopics,
    ...securityTopics,
    ...successors,
    ...formerHolders,
  ],
};
