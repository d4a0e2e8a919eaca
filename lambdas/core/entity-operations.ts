import { EntityAnswer, EntityList } from "./answer.ts";
import { DraftAnswer, EntityEdited, EntityImportAnswer, TrialAnswer, WatchlistAnswer } from "./entity-answer.ts";
import { EntityChange, EntityFile, EntityTrial, NewEntity, NewTenure, WatchlistSearch } from "./entity-input.ts";
import type { Operation } from "./operation.ts";

/** The operations on the watchlist: a part of the table in `operation.ts`. */
export const entityOperations = {
  listEntities: {
    method: "get",
    path: "/entities",
    access: "reads",
    status: 200,
    answer: EntityList,
    summary: "The watchlist, each entity with its last sighting.",
  },
  readWatchlist: {
    method: "get",
    path: "/watchlist",
    access: "reads",
    status: 200,
    query: WatchlistSearch,
    answer: WatchlistAnswer,
    formats: ["text/csv"],
    summary: "The whole watchlist with everything it is recognised by, to keep or to change and import. Also as CSV.",
  },
  getEntity: {
    method: "get",
    path: "/entities/{id}",
    access: "reads",
    status: 200,
    answer: EntityAnswer,
    summary: "An entity with everything it is recognised by.",
  },
  addEntity: {
    method: "post",
    path: "/entities",
    access: "admin",
    status: 201,
    body: NewEntity,
    answer: EntityEdited,
    summary:
      "Watch somebody or something else, in force within a minute. The stored items of ninety days are looked through; nothing of them alerts.",
  },
  importEntities: {
    method: "post",
    path: "/entities/import",
    access: "admin",
    status: 200,
    body: EntityFile,
    files: ["text/csv"],
    answer: EntityImportAnswer,
    summary: "Add and change the entries of a file, each judged on its own. What a row does not say stays as it is.",
  },
  checkEntity: {
    method: "post",
    path: "/entities/check",
    access: "admin",
    status: 200,
    body: NewEntity,
    answer: DraftAnswer,
    summary: "What is doubtful in an entry? Nothing is stored.",
  },
  tryEntity: {
    method: "post",
    path: "/entities/try",
    access: "admin",
    status: 200,
    body: EntityTrial,
    answer: TrialAnswer,
    summary: "Which stored stories would this entry match? A part of the last ninety days a call, newest first. Nothing is stored.",
  },
  changeEntity: {
    method: "patch",
    path: "/entities/{id}",
    access: "admin",
    status: 200,
    body: EntityChange,
    answer: EntityEdited,
    summary: "Change how an entity is called or recognised.",
  },
  addTenure: {
    method: "post",
    path: "/entities/{id}/tenures",
    access: "admin",
    status: 200,
    body: NewTenure,
    answer: EntityEdited,
    summary: "Somebody took this office on a day; whoever held it left it then.",
  },
  removeEntity: {
    method: "delete",
    path: "/entities/{id}",
    access: "admin",
    status: 204,
    summary: "Watch it no more. Its matches stay in the log; subscriptions to it are told nothing more.",
  },
} as const satisfies Record<string, Operation>;
