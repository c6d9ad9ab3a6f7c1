" Comments, indentation and folding of balanced scorecards.
if exists("b:did_ftplugin") | finish | endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:#
setlocal expandtab shiftwidth=2 softtabstop=2 autoindent
setlocal foldmethod=expr foldlevel=99
setlocal foldexpr=getline(v:lnum)=~#'^[^#[:space:]]'?'>1':getline(v:lnum)=~#'^#'&&getline(nextnonblank(v:lnum+1))=~#'^[^[:space:]]'?'0':'='

let b:undo_ftplugin = "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< autoindent< foldmethod< foldlevel< foldexpr<"
