import { copyOnPress } from './copy'
import { countCharacters } from './count'
import { focusErrors } from './errors'
import { leaveOnShift } from './exit'
import { sendOnce } from './once'
import { suggestWhileTyping } from './suggest'

document.documentElement.classList.add('js')
focusErrors()
countCharacters()
leaveOnShift()
sendOnce()
suggestWhileTyping()
copyOnPress()
