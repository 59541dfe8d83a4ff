SET PASSWORD FOR root = 'x';
