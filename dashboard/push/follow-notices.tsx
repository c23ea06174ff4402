// A page that is open goes where a pressed notification leads; the map's window, which stands beside the board, does not.
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { isMapWindow } from '../second-window.ts';

export function FollowNotices() {
  const navigate = useNavigate();
  useEffect(() => {
    const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
    const follow = ({ data, ports }: MessageEvent): void => {
      const { asks, open } = (data ?? {}) as { readonly asks?: unknown; readonly open?: unknown };
      if (asks === 'follows') ports[0]?.postMessage(!isMapWindow());
      if (typeof open === 'string' && (open === '/' || open.startsWith('/incidents/'))) void navigate(open);
    };
    workers?.addEventListener('message', follow);
    return () => workers?.removeEventListener('message', follow);
  }, [navigate]);
  return null;
}
