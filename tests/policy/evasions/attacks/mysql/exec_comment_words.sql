DROP /*! TABLE */ users;
