SELECT `a\`; DROP TABLE users; -- `;
