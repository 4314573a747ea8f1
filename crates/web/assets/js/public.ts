import { copyOnPress } from './copy'
import { countCharacters } from './count'
import { focusErrors } from './errors'
import { leaveOnShift } from './exit'
import { sendOnce } from './once'

document.documentElement.classList.add('js')
focusErrors()
countCharacters()
leaveOnShift()
sendOnce()
copyOnPress()
