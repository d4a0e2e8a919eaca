import { useSettings } from "./settings.tsx";
import { SubscribeForm } from "./subscribe-form.tsx";

/** Subscribing an address here, and how the rest is done. */
export const Subscribe = () => {
  const { words } = useSettings();
  const body = `{"select":{"lists":["article"]},"contact":{"channel":"email","address":"ana@example.org"}}`;
  return (
    <article class="prose">
      <h1>{words.subscribe}</h1>
      <p>{words.subscribeIntro}</p>
      <SubscribeForm />
      <h2>{words.subscribeCli}</h2>
      <pre tabIndex={0}>
        <code>npx vigia subscriptions --help</code>
      </pre>
      <h2>{words.subscribeApi}</h2>
      <pre tabIndex={0}>
        <code>{`curl -X POST ${location.origin}/api/v1/subscriptions \\\n  -H "Authorization: Bearer $VIGIA_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '${body}'`}</code>
      </pre>
      <p>{words.subscribeAfter}</p>
      <p>
        {words.reference} <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.
      </p>
    </article>
  );
};
