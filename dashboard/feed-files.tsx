import { useState } from "preact/hooks";
import type { Imported } from "./api.ts";
import { Failure, upload } from "./api.ts";
import { feedWords } from "./feed-words.ts";
import { useSettings } from "./settings.tsx";
import { Refused } from "./state.tsx";

/** The feeds as files, out and in. */
export const FeedFiles = ({ onAdded }: { onAdded: () => void }) => {
  const { lang } = useSettings();
  const said = feedWords[lang];
  const [file, setFile] = useState<File>();
  const [imported, setImported] = useState<Imported>();
  const [failure, setFailure] = useState<Failure>();
  const send = async (chosen: File) => {
    setFile(chosen);
    setFailure(undefined);
    try {
      setImported(await upload("/feeds/import", chosen));
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
        <a href="/api/v1/feeds?format=opml">{said.asOpml}</a> · <a href="/api/v1/feeds?format=csv">{said.asCsv}</a>
      </p>
      <label>
        {said.importLabel}{" "}
        <input
          type="file"
          accept=".opml,.xml,.csv,.json"
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
            <p>{said.imported(imported.added.length, imported.unchanged.length, imported.refused.length)}</p>
            <ul>
              {imported.refused.map(({ entry, url, errors }) => (
                <li key={entry} lang="en">
                  {said.entry(entry)} {url}: {errors.map(({ message }) => message).join(" ")}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  );
};
