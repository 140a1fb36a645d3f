# $cells: column, row, log10 of ms; texts of each; columns, rows, cells, low, high, x_name, y_name; tics come with the data
set lmargin at screen 0.12
set rmargin at screen 0.97
set bmargin at screen 0.15
set tmargin at screen 0.96
set xrange [-0.5:columns - 0.5]
set yrange [-0.5:rows - 0.5]
set xlabel x_name offset 0, 0.2
set ylabel y_name offset 0, 0
span = high - low > 0.3 ? high - low : 0.3
set cbrange [low - 0.1 * span:low + span]
set border 0
unset colorbox
unset grid
unset key
do for [i=1:cells] {
  set label i texts[i] at (real(word($cells[i], 1))), (real(word($cells[i], 2))) center front \
    textcolor rgb (real(word($cells[i], 3)) > low + 0.55 * span ? '#ffffff' : '#202020')
}
plot $cells using 1:2:($1-0.49):($1+0.49):($2-0.49):($2+0.49):3 with boxxyerror fs solid 1 lc palette
