" A user's hour in Vim with ALE, without a screen: an error, completion, hover, rename across files, saving.
let s:told = {}
func! s:Leave() abort
  call writefile([json_encode(s:told)], $OUTPUT)
  qall!
endfunc
func! s:Wait(what, holds) abort
  let until = reltime()
  while !a:holds()
    if reltimefloat(reltime(until)) > 60
      let s:told.failed = a:what
      call s:Leave()
    endif
    sleep 50m
  endwhile
endfunc
func! s:Errors() abort
  return filter(copy(getloclist(0)), {_, each -> each.type ==# 'E'})
endfunc

set hidden noswapfile virtualedit=onemore
let g:ale_hover_to_preview = 1
let g:ale_hover_cursor = 0
execute 'edit ' . fnameescape($FOLDER . '/corporate.bsc')
doautocmd VimEnter
let s:told.filetype = &filetype
let s:row = search('^  target 8% by 2025-Q4')
call setline(s:row, '  targt 8% by 2025-Q4')
ALELint
call s:Wait('the error is shown', {-> !empty(s:Errors())})
let s:told.error = s:Errors()[0].text
call setline(s:row, '  target 8% by 2025-Q4')
ALELint
call s:Wait('the error is gone', {-> empty(s:Errors())})

call append(s:row, '  ')
call cursor(s:row + 1, 3)
runtime autoload/ale/util.vim
let s:mode = 'i'
func! ale#util#Mode(...) abort
  return s:mode
endfunc
let s:names = []
func! s:Completed(items) abort
  let s:names = map(copy(a:items), {_, each -> each.word})
endfunc
call ale#completion#GetCompletions('ale-callback', {'callback': function('s:Completed')})
call s:Wait('something is completed', {-> !empty(s:names)})
let s:told.completed = s:names
let s:mode = 'n'
call deletebufline('%', s:row + 1)

call search('^kpi operating_margin', 'w')
call cursor(line('.'), 6)
ALEHover
call s:Wait('something is shown', {-> bufwinnr('ALEPreviewWindow') > 0})
let s:told.hover = join(getbufline('ALEPreviewWindow', 1, '$'), "\n")
pclose

call search('^objective profit', 'w')
call cursor(line('.'), 12)
func! ale#util#Input(...) abort
  return 'earn'
endfunc
ALERename
call s:Wait('it has another name', {-> search('^objective earn', 'nw') > 0})
silent wall
call s:Leave()
