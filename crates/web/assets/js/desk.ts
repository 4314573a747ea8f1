import { countCharacters } from './count'
import { focusErrors } from './errors'
import { listenToKeys } from './keys'
import { sendOnce } from './once'
import { suggestWhileTyping } from './suggest'

document.documentElement.classList.add('js')
focusErrors()
countCharacters()
sendOnce()
suggestWhileTyping()
listenToKeys()
