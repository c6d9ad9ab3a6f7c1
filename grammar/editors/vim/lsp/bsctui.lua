-- Neovim 0.11 and later: with this folder on the runtimepath, `vim.lsp.enable("bsctui")` is all.
return {
  cmd = { "bsctui", "lsp" },
  filetypes = { "bsc" },
  root_markers = { "bsctui.toml", ".git" },
}
