import { useState } from "preact/hooks";
import { Failure, upload } from "./api.ts";
import { Refused } from "./state.tsx";

/** What became of a file, as far as every kind of file has it. */
interface Imported {
  readonly refused: readonly {
    readonly entry: number;
    readonly url?: string;
    readonly id?: string;
    readonly errors: readonly { readonly message: string }[];
  }[];
}

interface FilesProperties<Answer extends Imported> {
  readonly said: { readonly files: string; readonly importLabel: string; readonly entry: (n: number) => string };
  /** What can be had: the path below `/api/v1` and what it is. */
  readonly exports: readonly (readonly [path: string, label: string])[];
  /** Where a file goes, below `/api/v1`, and the endings of those that are taken. */
  readonly path: string;
  readonly accept: string;
  readonly summary: (imported: Answer) => string;
  readonly onAdded: () => void;
}

/** Feeds or the watchlist as files, out and in. */
export const Files = <Answer extends Imported>({ said, exports, path, accept, summary, onAdded }: FilesProperties<Answer>) => {
  const [file, setFile] = useState<File>();
  const [imported, setImported] = useState<Answer>();
  const [failure, setFailure] = useState<Failure>();
  const send = async (chosen: File) => {
    setFile(chosen);
    setFailure(undefined);
    try {
      setImported(await upload<Answer>(path, chosen));
      onAdded();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setImported(undefined);
      setFailure(error);
    }
  };
  return (
    <details class="panel">
      <summary>{said.files}</summary>
      <p>
        {exports.map(([href, label], n) => (
          <>
            {n > 0 && " · "}
            <a href={`/api/v1${href}`}>{label}</a>
          </>
        ))}
      </p>
      <label>
        {said.importLabel}{" "}
        <input
          type="file"
          accept={accept}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) void send(chosen);
          }}
        />
      </label>
      {file !== undefined && <Refused failure={failure} again={() => void send(file)} />}
      <div role="status">
        {imported !== undefined && (
          <>
            <p>{summary(imported)}</p>
            <ul>
              {imported.refused.map(({ entry, url, id, errors }) => (
                <li key={entry} lang="en">
                  {said.entry(entry)} {url ?? id}: {errors.map(({ message }) => message).join(" ")}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  );
};
