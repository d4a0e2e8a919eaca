import type { Lang } from "./entity.ts";
import { whole } from "./words-text.ts";

/** What people read on the page by which they manage a subscription. */
export interface ManageWords {
  readonly title: string;
  readonly state: {
    readonly active: string;
    /** `reason`: of a pause that nobody asked for. */
    readonly paused: (until: string | undefined, reason: string | undefined) => string;
    readonly disabled: (reason: string | undefined) => string;
    readonly pending: string;
    readonly ended: string;
  };
  /** What a pause means. */
  readonly pausing: string;
  readonly follows: string;
  readonly entries: string;
  /** Asked where a mail's link to snooze was followed. */
  readonly snoozeNow: (days: number) => string;
  readonly nothingYet: string;
  readonly snooze: (days: number) => string;
  readonly pause: string;
  readonly resume: string;
  readonly unsubscribe: string;
  readonly headings: { readonly pause: string; readonly address: string; readonly leave: string };
  readonly address: {
    readonly how: string;
    readonly label: string;
    readonly button: string;
    readonly asked: string;
    readonly faulty: string;
  };
  readonly leaving: string;
  readonly notThis: {
    readonly ask: (name: string) => string;
    readonly means: string;
    readonly button: string;
    readonly heading: string;
    readonly undo: string;
  };
}

const en = (n: number): string => `${whole(n)} days`;
const es = (n: number): string => `${whole(n)} días`;

export const manageWords: Readonly<Record<Lang, ManageWords>> = {
  en: {
    title: "Your alerts",
    state: {
      active: "These alerts are on.",
      paused: (until, reason) =>
        until === undefined
          ? `${reason === undefined ? "" : `${reason} `}These alerts are paused until you resume them.`
          : `These alerts are paused until ${until}.`,
      disabled: (reason) => `Vigía has switched these alerts off. ${reason ?? ""}`.trim(),
      pending: "These alerts wait for the button in the confirmation mail.",
      ended: "You are unsubscribed: no more alerts of this subscription are sent. You can close this page.",
    },
    pausing:
      "During a pause no alert is raised, and what happens in it is not told afterwards. What happened before it, and was not sent yet, is sent when it ends.",
    follows: "What is followed",
    entries: "The entries",
    snoozeNow: (days) => `Pause for ${en(days)}?`,
    nothingYet: "Nothing has changed yet: press the button.",
    snooze: (days) => `Pause for ${en(days)}`,
    pause: "Pause until I resume",
    resume: "Resume now",
    unsubscribe: "Unsubscribe",
    headings: { pause: "Pause", address: "Another address", leave: "Stop for good" },
    address: {
      how: "The new address gets a mail with a button to confirm. Until that is pressed, alerts go to the one you have.",
      label: "New address",
      button: "Send the confirmation",
      asked: "The new address is asked to confirm, within 48 hours. Until then nothing changes.",
      faulty: "Mail cannot go to that address: write one plain address, as ana@example.org.",
    },
    leaving: "No more alerts of this subscription are sent.",
    notThis: {
      ask: (name) => `Is that not ${name}?`,
      means: "This story, and the same words elsewhere, will not alert you of it any more. Nobody else’s alerts change.",
      button: "No, that is somebody or something else",
      heading: "What you said is somebody or something else",
      undo: "Take back",
    },
  },
  es: {
    title: "Sus avisos",
    state: {
      active: "Estos avisos están activos.",
      paused: (until, reason) =>
        until === undefined
          ? `${reason === undefined ? "" : `${reason} `}Estos avisos están en pausa hasta que usted los reanude.`
          : `Estos avisos están en pausa hasta el ${until}.`,
      disabled: (reason) => `Vigía suspendió estos avisos. ${reason ?? ""}`.trim(),
      pending: "Estos avisos esperan que se presione el botón del correo de confirmación.",
      ended: "Ya no recibirá estos avisos: no se enviarán más de este seguimiento. Puede cerrar esta página.",
    },
    pausing:
      "Durante una pausa no se emite ningún aviso, y lo que ocurra en ella no se avisa después. Lo que ocurrió antes y todavía no se envió, se envía cuando termina.",
    follows: "Qué se sigue",
    entries: "Las entradas",
    snoozeNow: (days) => `¿Pausar por ${es(days)}?`,
    nothingYet: "Todavía no ha cambiado nada: presione el botón.",
    snooze: (days) => `Pausar por ${es(days)}`,
    pause: "Pausar hasta que yo los reanude",
    resume: "Reanudar ahora",
    unsubscribe: "Darse de baja",
    headings: { pause: "Pausar", address: "Otra dirección", leave: "Dejarlos del todo" },
    address: {
      how: "La nueva dirección recibe un correo con un botón para confirmar. Mientras nadie lo presione, los avisos llegan a la de siempre.",
      label: "Nueva dirección",
      button: "Enviar la confirmación",
      asked: "Se pide a la nueva dirección que confirme, antes de 48 horas. Hasta entonces no cambia nada.",
      faulty: "A esa dirección no puede llegar correo: escriba una sola, como ana@example.org.",
    },
    leaving: "No se enviarán más avisos de este seguimiento.",
    notThis: {
      ask: (name) => `¿No se trata de ${name}?`,
      means: "Esta noticia, y las mismas palabras en otras, ya no le darán aviso por ello. Los avisos de los demás no cambian.",
      button: "No, es alguien o algo distinto",
      heading: "Lo que usted dijo que es alguien o algo distinto",
      undo: "Deshacer",
    },
  },
};
