-- A user's hour in Neovim, headless: errors, a quick fix, completion, hover, rename across files, formatting, saving.
local folder, output = vim.env.FOLDER, vim.env.OUTPUT
local found = {}
local function fail(what)
  found.failed = what
  vim.fn.writefile({ vim.json.encode(found) }, output)
  vim.cmd("cquit 1")
end
local function wait(what, holds)
  if not vim.wait(60000, holds, 50) then fail(what) end
end

vim.opt.hidden = true
vim.cmd("edit " .. folder .. "/corporate.bsc")
local buffer = vim.api.nvim_get_current_buf()
local clients = vim.lsp.get_clients and vim.lsp.get_clients or function() return vim.tbl_values(vim.lsp.buf_get_clients(buffer)) end
wait("the server is attached", function() return #clients({ bufnr = buffer }) == 1 end)
local client = clients({ bufnr = buffer })[1]
local is_old = vim.fn.has("nvim-0.11") == 0
wait("the server is ready", function() return client.initialized end)
found.encoding = client.offset_encoding

local function errors()
  return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
end
local function row_of(text)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    if line:find(text, 1, true) then return row - 1, line:find(text, 1, true) - 1 end
  end
end
local function ask(method, row, column, more)
  local params = vim.tbl_extend("force", {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = row, character = column },
  }, more or {})
  local answer
  if is_old then answer = client.request_sync(method, params, 60000, buffer)
  else answer = client:request_sync(method, params, 60000, buffer) end
  if not answer or answer.err then fail(method .. vim.inspect(answer)) end
  return answer.result
end

-- A slip, its error, its fix.
local row, column = row_of("  target 8% by 2025-Q4")
vim.api.nvim_buf_set_text(buffer, row, column + 2, row, column + 8, { "targt" })
wait("the error is shown", function() return #errors() == 1 end)
found.error = errors()[1].message
local span = { start = { line = row, character = 3 }, ["end"] = { line = row, character = 3 } }
local actions = ask("textDocument/codeAction", row, 3, { range = span, context = { diagnostics = {}, only = { "quickfix" } } })
found.fix = actions[1].title
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
wait("the error is gone", function() return #errors() == 0 end)
found.fixed = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1]

-- Completion at an empty place, hover.
vim.api.nvim_buf_set_lines(buffer, row, row, false, { "  " })
local items = ask("textDocument/completion", row, 2).items
found.completed = vim.tbl_map(function(item) return item.label end, items)
vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, {})
local line, start = row_of("kpi operating_margin")
found.hover = ask("textDocument/hover", line, start + 5).contents.value

-- A new name in every file, formatting, saving.
local objective, at = row_of("objective profit")
local edit = ask("textDocument/rename", objective, at + 11, { newName = "earn" })
vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "", "", "", "measure   spare in skyline" })
if vim.lsp.buf.format then vim.lsp.buf.format({ bufnr = buffer, timeout_ms = 60000 })
else vim.lsp.buf.formatting_sync(nil, 60000) end
vim.cmd("silent wall")
found.quickly = true
vim.fn.writefile({ vim.json.encode(found) }, output)
vim.cmd("quitall!")
