PRAGMA "journal_mode" = 'off';
