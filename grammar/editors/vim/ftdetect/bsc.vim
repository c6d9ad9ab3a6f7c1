autocmd BufRead,BufNewFile *.bsc setfiletype bsc
