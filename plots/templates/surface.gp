# $cells: column, row, log10 of ms, panel; texts of each; panels (their titles), columns, rows, cells, low, high, x_name, y_name; tics come with the data
set multiplot
set xrange [-0.5:columns - 0.5]
set yrange [-0.5:rows - 0.5]
span = high - low > 0.3 ? high - low : 0.3
set cbrange [low - 0.1 * span:low + span]
set border 0
unset colorbox
unset grid
unset key
set bmargin at screen body * (0.15)
set tmargin at screen body * ((panels[1] eq '' ? 0.96 : 0.9))
set ylabel y_name offset 0, 0
set label 1000 x_name at screen 0.545, screen body * 0.035 center textcolor rgb ink
left = 0.12
wide = (0.97 - left) / |panels|
do for [p=1:|panels|] {
  set lmargin at screen left + (p - 1) * wide
  set rmargin at screen left + p * wide - (p < |panels| ? 0.015 : 0)
  set title panels[p] font ',12' offset 0, -0.5 textcolor rgb ink
  do for [i=1:cells] {
    shown = real(word($cells[i], 4)) == p - 1 ? texts[i] : ''
    set label i shown at (real(word($cells[i], 1))), (real(word($cells[i], 2))) center front \
      textcolor rgb (real(word($cells[i], 3)) > low + 0.55 * span ? '#ffffff' : '#202020')
  }
  if (p == 2) { unset ylabel; unset ytics; unset label 1000 }
  plot $cells using ($4 == p - 1 ? $1 : NaN):2:($1-0.49):($1+0.49):($2-0.49):($2+0.49):3 with boxxyerror fs solid 1 lc palette
  @headless
}
unset multiplot
