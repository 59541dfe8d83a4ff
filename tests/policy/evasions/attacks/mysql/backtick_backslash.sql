DROP TABLE `users\`; -- `;
