DROP /*! TABLE */ TABLE users;
