// Robots of group chats: a message is posted to an address, and the answer says in its body what became of it.
import type { OutgoingAnswer } from '../outgoing.ts';
import { isFailure, notUnderstood, objectIn, unanswered } from './answer.ts';
import type { ChannelAround, Sent } from './channel.ts';

type Said = Readonly<Record<string, unknown>>;

/**
 * Posts a message as JSON. `meaning`: what the body of an answer and its header say; undefined where it is none that
 * this provider gives.
 */
export async function askRobot(
  { outgoing, now }: ChannelAround,
  url: string,
  message: unknown,
  meaning: (said: Said, headers: OutgoingAnswer['headers']) => Sent | undefined,
): Promise<Sent> {
  const answer = await outgoing.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
  });
  if (isFailure(answer)) return unanswered(answer);
  const said = objectIn(answer);
  return (said && meaning(said, answer.headers)) ?? notUnderstood(answer, now());
}
