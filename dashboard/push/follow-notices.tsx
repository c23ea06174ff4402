// A page that is open goes where a pressed notification leads.
import { useEffect } from 'react';
import { useNavigate } from 'react-router';

export function FollowNotices() {
  const navigate = useNavigate();
  useEffect(() => {
    const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
    const follow = ({ data }: MessageEvent): void => {
      const open: unknown = (data as { open?: unknown } | null)?.open;
      if (typeof open === 'string' && (open === '/' || open.startsWith('/incidents/'))) void navigate(open);
    };
    workers?.addEventListener('message', follow);
    return () => workers?.removeEventListener('message', follow);
  }, [navigate]);
  return null;
}
