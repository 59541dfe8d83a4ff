VACUUM INTO (SELECT '/tmp/' || 'copy.db');
