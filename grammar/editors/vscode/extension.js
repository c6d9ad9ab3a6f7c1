// Starts `bsctui lsp`, from the PATH or from where the setting `bsctui.command` says; everything else is the server's.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const NAMES = ["advice", "codeLens", "codeLensKpis", "inlayHints"];

let client;

function settings() {
  const configured = vscode.workspace.getConfiguration("bsctui");
  const found = {};
  for (const name of NAMES) {
    const value = configured.get(name);
    if (typeof value === "boolean") found[name] = value;
  }
  return found;
}

async function activate(context) {
  const command = vscode.workspace.getConfiguration("bsctui").get("command", "bsctui");
  client = new LanguageClient(
    "bsctui",
    "bsctui",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ language: "bsc" }],
      initializationOptions: settings(),
      synchronize: { configurationSection: "bsctui" },
      // Without a server there is nothing to start again and again.
      initializationFailedHandler: () => false,
    },
  );
  try {
    await client.start();
    context.subscriptions.push(client);
  } catch {
    client = undefined;
    vscode.window.showErrorMessage(
      `\`${command}\` cannot be started. Install it: in a clone of bsctui, uv tool install --force '.[excel,lsp,web]', ` +
        "or name its place in the setting bsctui.command. Colours work without it.",
    );
  }
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
