// What the script of the review page has to keep to. Texts of documents are never HTML: whatever
// turns a string into elements or code is forbidden.

import js from "@eslint/js";
import globals from "globals";

const HTML = "Texts of documents are never HTML; use textContent.";

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 8],
      eqeqeq: "error",
      "max-len": ["error", { code: 115 }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 40],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "no-restricted-globals": ["error", "localStorage", "event", "name", "status"],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: HTML },
        { property: "outerHTML", message: HTML },
        { property: "insertAdjacentHTML", message: HTML },
        { object: "document", property: "write", message: HTML },
      ],
    },
  },
];
