// The camera of a phone as a stream of pictures in which a code may be, and its light.
import { codeReader, drawn } from './read-code.ts';

/** `insecure`: a page without https gets no camera. `denied`: the person said no. `none`: there is none, or another app has it. */
export type CameraProblem = 'insecure' | 'denied' | 'none';

export interface Camera {
  /** Null where it has no light. */
  readonly light: ((on: boolean) => Promise<void>) | null;
  readonly stop: () => void;
}

/** Pictures are read so often, ms: faster, a phone gets warm. */
const LOOK_EVERY_MS = 150;

/** Shows the camera in `video` and tells of every code it sees. Rejects with a `CameraProblem`. */
export async function openCamera(video: HTMLVideoElement, seen: (text: string) => void): Promise<Camera> {
  if (!isSecureContext || navigator.mediaDevices === undefined) throw 'insecure' satisfies CameraProblem;
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
    .catch((error: unknown) => {
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      throw isDenied ? ('denied' satisfies CameraProblem) : ('none' satisfies CameraProblem);
    });
  const [track] = stream.getVideoTracks();
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    for (const one of stream.getTracks()) one.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  const read = await codeReader();
  const canvas = document.createElement('canvas');
  const look = async (): Promise<void> => {
    if (stopped) return;
    if (video.videoWidth > 0) {
      const text = await read(drawn(video, video.videoWidth, video.videoHeight, canvas));
      if (text !== null && !stopped) seen(text);
    }
    setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  void look();
  // TypeScript's DOM does not know the light of a camera yet.
  const hasLight = Reflect.get(track?.getCapabilities?.() ?? {}, 'torch') === true;
  const light = async (on: boolean): Promise<void> => track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  return { light: hasLight ? light : null, stop };
}
